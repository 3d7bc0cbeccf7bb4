import type { RunningGateway } from "./start-gateway.ts";

/** A row of the index, with what is bytes there in hexadecimal, and the names of a version in place of its number. */
export interface IndexedPerson {
  readonly person: string;
  readonly erased: number;
}

/** Times are milliseconds since 1970. */
export interface IndexedAcceptance {
  readonly person: string;
  readonly sequence: number;
  readonly policy: string;
  readonly version: string;
  readonly acceptedAt: number;
  readonly toldAt: number | null;
  readonly withdrawnAt: number | null;
  readonly lapsedAt: number | null;
}

/** The people of the index, by their pseudonyms; none as long as it has no tables. */
export async function indexedPeople(gateway: RunningGateway): Promise<readonly IndexedPerson[]> {
  return rowsOf(gateway, "SELECT lower(hex(person)) AS person, erased FROM indexed_people ORDER BY 1");
}

/** The acceptances of the index, in the order of people and entries. */
export async function indexedAcceptances(gateway: RunningGateway): Promise<readonly IndexedAcceptance[]> {
  const query = `SELECT lower(hex(person)) AS person, sequence, policy, known.version, acceptedAt, toldAt, withdrawnAt,
    lapsedAt FROM indexed_acceptances AS one LEFT JOIN indexed_versions AS known ON known.number = one.version
    ORDER BY 1, 2`;
  return rowsOf(gateway, query);
}

async function rowsOf<T>(gateway: RunningGateway, query: string): Promise<readonly T[]> {
  return gateway.index(query).catch((error: unknown) => {
    if (/no such table/.test(String(error))) return [];
    throw error;
  }) as Promise<readonly T[]>;
}
