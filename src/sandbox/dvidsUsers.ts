import type { DvidsUser } from './dvidsAccounts.ts';
import { reference } from './dvidsReference.ts';

const unitIds = (...abbreviations: string[]): string[] => reference().units.filter(({ abbreviation }) => abbreviations.includes(abbreviation)).map(({ id }) => id);

/**
 * Who has an account: the first submits for a unit that publishes at once and for one that must approve; the next two for
 * one kind each; the last may log in, and submits for nobody.
 */
export const dvidsUsers = (): DvidsUser[] => [
  { userId: '2001', name: 'Harbor Desk', email: 'harbor.desk@example.mil', unitIds: unitIds('NHHC', 'C6F') },
  { userId: '2002', name: 'Wing Editor', email: 'wing.editor@example.mil', unitIds: unitIds('86AW') },
  { userId: '2003', name: 'Division Public Affairs', email: 'division.pa@example.mil', unitIds: unitIds('3ID', '25ID') },
  { userId: '2004', name: 'Visitor', email: 'visitor@example.com', unitIds: [] },
];
