import { openAuthenticate, type Authenticate } from './authenticate.ts';
import { createIssuer } from './issuer.ts';
import { createTokenAuthenticate } from './tokens.ts';

/** Who may call this gateway, and how it knows them. */
export interface Callers {
  readonly authenticate: Authenticate;
  close(): Promise<void>;
}

/** The settings of callers; see `AuthConfig`. */
export interface CallerSettings {
  readonly issuer: string;
  readonly audience: string;
  readonly rolesClaim: string;
}

/** Callers who bear tokens of an issuer, whose keys are fetched at once but not waited for; without settings one local caller. */
export function createCallers(settings: CallerSettings | undefined, onFailure: (error: Error) => void): Callers {
  if (!settings) return { authenticate: openAuthenticate, close: () => Promise.resolve() };
  const issuer = createIssuer({ issuer: settings.issuer, onFailure });
  issuer.keys().catch(() => {});
  return {
    authenticate: createTokenAuthenticate({ issuer, audience: settings.audience, rolesClaim: settings.rolesClaim }),
    close: () => issuer.close(),
  };
}
