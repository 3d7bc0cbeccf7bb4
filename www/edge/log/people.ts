/** Where a person's ledger lies, and how many of its entries the log has. */
export interface KnownPerson {
  /** Id of the object with the ledger. */
  readonly ledger: string;
  readonly erased: boolean;
  readonly entries: number;
}

/** A person with the numbers of the leaves of their entries, in the order of these. */
export interface NumberedPerson extends Omit<KnownPerson, "entries"> {
  readonly numbers: readonly number[];
}

/** People who are not in the table yet. */
export interface EarlierPeople {
  person(person: string): KnownPerson | undefined;
  numberOf(person: string, sequence: number): number | undefined;
  after(person: string, most: number): readonly FoundPerson[];
}

/** One of many. */
export interface FoundPerson {
  readonly person: string;
  readonly ledger: string;
  readonly erased: boolean;
}

/** Entries of which the numbers stand together: those before have a row of their own, so that a long ledger costs no more. */
const PAGE = 64;
/** Bytes of a number: no tree has more leaves than these can count. */
const BYTES = 4;
const PSEUDONYM = /^[0-9a-f]{64}$/;

const lastPage = (row: string) => `(${row}.entries - 1) / ${PAGE}`;

export const PEOPLE_TABLES = `
  CREATE TABLE IF NOT EXISTS people (
    person BLOB PRIMARY KEY, ledger BLOB NOT NULL, erased INTEGER NOT NULL, entries INTEGER NOT NULL,
    numbers BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS earlier_numbers (
    person BLOB NOT NULL, page INTEGER NOT NULL, numbers BLOB NOT NULL, PRIMARY KEY (person, page)) WITHOUT ROWID;
  CREATE TRIGGER IF NOT EXISTS people_stay_DELETE BEFORE DELETE ON people
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER IF NOT EXISTS people_stay_UPDATE BEFORE UPDATE ON people
    WHEN NEW.person <> OLD.person OR NEW.entries < OLD.entries
      OR length(OLD.numbers) > 0 AND OLD.numbers IS NOT substr(
        CASE WHEN ${lastPage("NEW")} = ${lastPage("OLD")} THEN NEW.numbers
          ELSE (SELECT numbers FROM earlier_numbers WHERE person = OLD.person AND page = ${lastPage("OLD")}) END,
        1, length(OLD.numbers))
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER IF NOT EXISTS earlier_numbers_stay_DELETE BEFORE DELETE ON earlier_numbers
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
  CREATE TRIGGER IF NOT EXISTS earlier_numbers_stay_UPDATE BEFORE UPDATE ON earlier_numbers
    BEGIN SELECT RAISE(ABORT, 'append-only'); END;
`;

/** The people of the log by their pseudonyms, and where in the tree their entries are. */
export class People {
  readonly #sql: SqlStorage;
  readonly #earlier: EarlierPeople;

  constructor(sql: SqlStorage, earlier: EarlierPeople) {
    this.#sql = sql;
    this.#earlier = earlier;
  }

  get(person: string): KnownPerson | undefined {
    const row = this.#row(person);
    return row ? { ledger: row.ledger, erased: row.erased === 1, entries: row.entries } : this.#earlier.person(person);
  }

  /** The number of an entry's leaf. */
  numberOf(person: string, sequence: number): number | undefined {
    const row = this.#row(person);
    if (row === undefined) return this.#earlier.numberOf(person, sequence);
    const page = pageOf(sequence);
    const numbers = page === pageOf(row.entries) ? row.numbers : this.#numbersBefore(person, page);
    return numbersIn(numbers)[(sequence - 1) % PAGE];
  }

  /** Keeps where a person's ledger lies, and the numbers of further entries. Whether the person had no row before. */
  keep(person: string, { ledger, erased, numbers }: NumberedPerson): boolean {
    if (!PSEUDONYM.test(person)) throw new Error("not a pseudonym");
    const row = this.#row(person);
    const before = row?.entries ?? 0;
    const open = [...numbersIn(row?.numbers), ...numbers];
    for (let page = Math.max(pageOf(before), 0); open.length > PAGE; page++) {
      const query = "INSERT INTO earlier_numbers (person, page, numbers) VALUES (unhex(?), ?, ?)";
      this.#sql.exec(query, person, page, packed(open.splice(0, PAGE)));
    }
    this.#sql.exec(
      `INSERT INTO people (person, ledger, erased, entries, numbers) VALUES (unhex(?), unhex(?), ?, ?, ?)
        ON CONFLICT (person) DO UPDATE SET ledger = excluded.ledger, erased = excluded.erased,
        entries = excluded.entries, numbers = excluded.numbers`,
      ...[person, ledger, erased ? 1 : 0, before + numbers.length, packed(open)],
    );
    return row === undefined;
  }

  /** People in the order of their pseudonyms, after one of them. */
  after(person: string, most: number): readonly FoundPerson[] {
    const query = `SELECT lower(hex(person)) AS person, lower(hex(ledger)) AS ledger, erased FROM people
      WHERE person > unhex(?) ORDER BY person LIMIT ?`;
    const rows = this.#sql.exec<{ person: string; ledger: string; erased: number }>(query, person, most).toArray();
    const own = rows.map((row) => ({ ...row, erased: row.erased === 1 }));
    const all = [...own, ...this.#earlier.after(person, most)];
    return all.sort((one, other) => (one.person < other.person ? -1 : 1)).slice(0, most);
  }

  #row(person: string): Row | undefined {
    if (!PSEUDONYM.test(person)) return undefined;
    const query = `SELECT lower(hex(ledger)) AS ledger, erased, entries, numbers FROM people WHERE person = unhex(?)`;
    return this.#sql.exec<Row>(query, person).toArray()[0];
  }

  #numbersBefore(person: string, page: number): ArrayBuffer | undefined {
    const query = "SELECT numbers FROM earlier_numbers WHERE person = unhex(?) AND page = ?";
    return this.#sql.exec<{ numbers: ArrayBuffer }>(query, person, page).toArray()[0]?.numbers;
  }
}

interface Row extends Record<string, SqlStorageValue> {
  readonly ledger: string;
  readonly erased: number;
  readonly entries: number;
  readonly numbers: ArrayBuffer;
}

/** The page that the number of this entry stands on; below 0 for none. */
function pageOf(sequence: number): number {
  return Math.floor((sequence - 1) / PAGE);
}

function packed(numbers: readonly number[]): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(numbers.length * BYTES));
  for (const [index, number] of numbers.entries()) view.setUint32(index * BYTES, number);
  return view.buffer;
}

function numbersIn(row: ArrayBuffer | undefined): readonly number[] {
  const view = new DataView(row ?? new ArrayBuffer(0));
  return Array.from({ length: view.byteLength / BYTES }, (_, index) => view.getUint32(index * BYTES));
}
