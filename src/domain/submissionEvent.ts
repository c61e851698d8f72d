/** A preservation event of a submission, as PREMIS has them (nb-dps.md §5.6). It cannot be changed once it is recorded. */
export interface PreservationEvent {
  readonly agent: {
    readonly agentName: string;
    readonly agentType: AgentType;
    readonly agentVersion?: string | undefined;
    readonly agentNotes?: string | undefined;
  };
  /** RFC 3339. */
  readonly eventDateTime: string;
  readonly eventType: PreservationEventType;
  readonly eventDetail?: string | undefined;
  readonly outcome: EventOutcome;
  readonly outcomeDetail?: string | undefined;
  /** The one file it is about; the whole package when left out. */
  readonly relativePath?: string | undefined;
}

export const agentTypes = ['software', 'organization', 'person', 'hardware'] as const;
export type AgentType = (typeof agentTypes)[number];

export const eventOutcomes = ['success', 'failure', 'warning'] as const;
export type EventOutcome = (typeof eventOutcomes)[number];

/** The approved types; whether one may be about a file, about the whole package, or both. */
export const preservationEventTypes = {
  capture: { package: true, file: true },
  creation: { package: false, file: true },
  'filename change': { package: false, file: true },
  'fixity check': { package: true, file: true },
  imaging: { package: true, file: false },
  'information package creation': { package: true, file: false },
  'message digest calculation': { package: true, file: true },
  'metadata extraction': { package: false, file: true },
  migration: { package: true, file: true },
  transfer: { package: true, file: false },
  validation: { package: true, file: true },
  'virus check': { package: true, file: true },
} as const;
export type PreservationEventType = keyof typeof preservationEventTypes;
