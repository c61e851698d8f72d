/** A rank as DVIDS describes it. */
export type Grade = { name: string; abbreviation: string; nato_code: string };

const firstNames = ['Adele', 'Amos', 'Beatriz', 'Caleb', 'Celeste', 'Cormac', 'Dalia', 'Desmond', 'Edith', 'Elias', 'Farah', 'Gideon', 'Greta', 'Hollis', 'Imani', 'Ivo',
  'Jolene', 'Kai', 'Leif', 'Lorena', 'Magnus', 'Marisol', 'Nadia', 'Nolan', 'Odette', 'Orson', 'Petra', 'Quentin', 'Rosalind', 'Rufus', 'Sabine', 'Silas', 'Tamsin',
  'Tobias', 'Uma', 'Viktor', 'Willa', 'Xavier', 'Yara', 'Zeke'];
const lastNames = ['Abernathy', 'Birchwood', 'Castellano', 'Dunleavy', 'Eastergaard', 'Fairweather', 'Gallardo', 'Hawthorne', 'Ibarra', 'Jessup', 'Kowalczyk', 'Lindqvist',
  'Mbeki', 'Northcott', 'Okafor', 'Pemberton', 'Quigley', 'Rasmussen', 'Sandoval', 'Thackeray', 'Underhill', 'Vasquez', 'Whitlock', 'Yamada', 'Zielinski'];

/** Two hundred made-up people, each name once. */
export const personNames: [first: string, last: string][] = Array.from({ length: 200 }, (_none, index) => [
  firstNames[index % firstNames.length] ?? '',
  lastNames[(index * 7 + Math.floor(index / firstNames.length)) % lastNames.length] ?? '',
]);

const grade = (text: string): Grade => {
  const [nato_code = '', abbreviation = '', name = ''] = text.split('|');
  return { name, abbreviation, nato_code };
};

/** Ranks by branch, lowest first; people of other branches have none. */
export const ranks: Record<string, Grade[]> = {
  army: ['OR-3|Pfc.|Private 1st Class', 'OR-4|Spc.|Specialist', 'OR-5|Sgt.|Sergeant', 'OR-6|Staff Sgt.|Staff Sergeant', 'OF-2|Capt.|Captain'].map(grade),
  navy: ['OR-3|SN|Seaman', 'OR-5|PO2|Petty Officer 2nd Class', 'OR-6|PO1|Petty Officer 1st Class', 'OF-1|Lt. j.g.|Lieutenant Junior Grade'].map(grade),
  'air-force': ['OR-3|A1C|Airman 1st Class', 'OR-4|SrA|Senior Airman', 'OR-5|Staff Sgt.|Staff Sergeant', 'OF-1|1st Lt.|First Lieutenant'].map(grade),
  marines: ['OR-3|Lance Cpl.|Lance Corporal', 'OR-4|Cpl.|Corporal', 'OR-5|Sgt.|Sergeant', 'OF-1|2nd Lt.|Second Lieutenant'].map(grade),
  'coast-guard': ['OR-5|PO2|Petty Officer 2nd Class', 'OR-6|PO1|Petty Officer 1st Class', 'OR-7|CPO|Chief Petty Officer'].map(grade),
  'space-force': ['OR-4|Spc4|Specialist 4', 'OR-5|Sgt.|Sergeant', 'OF-2|Capt.|Captain'].map(grade),
};
