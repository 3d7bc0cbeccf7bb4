/**
 * JSON Schema (2020-12) of TypeScript types, as the compiler understands them: aliases, mapped and conditional types and
 * intersections are resolved by it. Every exported type that has a name becomes a component of that name.
 */
import { SymbolFlags, TypeFlags } from "typescript/unstable/sync";

/** @typedef {import("typescript/unstable/sync").Type} Type */
/** @typedef {import("typescript/unstable/sync").Symbol} Symbol */
/** @typedef {import("typescript/unstable/sync").Checker} Checker */
/** @typedef {{ [keyword: string]: unknown }} Schema */

export class Schemas {
  #checker;
  /** @type {Map<string, { symbol: Symbol, schema: Schema }>} */
  #named = new Map();

  /** @param {Checker} checker */
  constructor(checker) {
    this.#checker = checker;
  }

  /** What was referred to so far, by name. @returns {Record<string, Schema>} */
  get components() {
    const sorted = [...this.#named].sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(sorted.map(([name, { schema }]) => [name, schema]));
  }

  /** The members of an object type, in their order. @param {Type} type */
  members(type) {
    return this.#checker.getPropertiesOfType(type).map((symbol) => ({
      name: symbol.name,
      description: this.description(symbol),
      optional: (symbol.flags & SymbolFlags.Optional) !== 0,
      type: this.#typeOf(symbol),
    }));
  }

  /** The member of an object type. @param {Type} type @param {string} name @returns {Type | undefined} */
  member(type, name) {
    const symbol = this.#checker.getPropertyOfType(type, name);
    return symbol && this.#typeOf(symbol);
  }

  /** The literals that a type is made of. @param {Type | undefined} type @returns {(string | number | boolean | bigint)[]} */
  literals(type) {
    if (type === undefined) return [];
    if (type.isUnionType()) return type.getTypes().flatMap((one) => this.literals(one));
    return type.isLiteralType() ? [type.value] : [];
  }

  /** @param {Symbol} symbol */
  description(symbol) {
    return symbol
      .getDocumentationComment(this.#checker)
      .replace(/\{@link ([^}]*)\}/g, "`$1`")
      .trim();
  }

  /** The schema of a type, by reference where the type has a name. @param {Type} type @returns {Schema} */
  of(type) {
    const symbol = nameOf(type);
    if (symbol === undefined) return this.structure(type);
    const known = this.#named.get(symbol.name);
    if (known !== undefined && known.symbol.id !== symbol.id) throw new Error(`two types are called ${symbol.name}`);
    if (known === undefined) {
      /** @type {Schema} */
      const schema = {};
      // Noted before it is made: a type may refer to itself.
      this.#named.set(symbol.name, { symbol, schema });
      const description = this.description(symbol);
      Object.assign(schema, description && { description }, this.structure(type));
    }
    return { $ref: `#/components/schemas/${symbol.name}` };
  }

  /** @param {Symbol} symbol @returns {Type} */
  #typeOf(symbol) {
    const type = this.#checker.getTypeOfSymbol(symbol);
    if (type === undefined) throw new Error(`${symbol.name} has no type`);
    return type;
  }

  /** The schema of a type, whether it has a name or not. @param {Type} type @returns {Schema} */
  structure(type) {
    const { flags } = type;
    if (flags & (TypeFlags.Any | TypeFlags.Unknown)) return {};
    if (flags & TypeFlags.Null) return { type: "null" };
    if (flags & TypeFlags.String) return { type: "string" };
    if (flags & TypeFlags.Number) return { type: "number" };
    if (flags & TypeFlags.Boolean) return { type: "boolean" };
    if (flags & TypeFlags.NonPrimitive) return { type: "object" };
    if (flags & (TypeFlags.StringLiteral | TypeFlags.NumberLiteral | TypeFlags.BooleanLiteral) && type.isLiteralType())
      return { const: type.value };
    if (type.isUnionType()) return this.#union(type.getTypes());
    if (type.isTemplateLiteralType()) return { type: "string", pattern: `^${type.texts.map(escaped).join(".*")}$` };
    if (this.#checker.isArrayType(type)) return this.#list(type);
    if (type.isTypeReference() && type.getTarget().isTupleType()) return this.#tuple(type);
    if (type.isIntersectionType() || type.isObjectType()) return this.#object(type);
    throw new Error(`there is no schema for the type ${this.#checker.typeToString(type)}`);
  }

  /** @param {readonly Type[]} types @returns {Schema} */
  #union(types) {
    const given = types.filter(({ flags }) => !(flags & TypeFlags.Undefined));
    const isBoolean = given.filter(({ flags }) => flags & TypeFlags.BooleanLiteral).length === 2;
    const others = given.filter(({ flags }) => !isBoolean || !(flags & TypeFlags.BooleanLiteral));
    const literals = others.filter(({ flags }) => flags & (TypeFlags.StringLiteral | TypeFlags.NumberLiteral));
    /** @type {Schema[]} */
    const schemas = others.filter((type) => !literals.includes(type)).map((type) => this.of(type));
    if (isBoolean) schemas.push({ type: "boolean" });
    if (literals.length > 0) schemas.push(this.#enumeration(literals));
    return schemas.length === 1 ? /** @type {Schema} */ (schemas[0]) : { anyOf: schemas };
  }

  /** @param {readonly Type[]} literals @returns {Schema} */
  #enumeration(literals) {
    const values = literals.flatMap((type) => this.literals(type));
    if (values.length === 1) return { const: values[0] };
    return values.every((value) => typeof value === "string") ? { type: "string", enum: values } : { enum: values };
  }

  /** @param {Type} type @returns {Schema} */
  #list(type) {
    const [item] = type.isTypeReference() ? this.#checker.getTypeArguments(type) : [];
    if (item === undefined) throw new Error("a list without items");
    return { type: "array", items: this.of(item) };
  }

  /** @param {import("typescript/unstable/sync").TypeReference} type @returns {Schema} */
  #tuple(type) {
    const items = this.#checker.getTypeArguments(type).map((item) => this.of(item));
    return { type: "array", prefixItems: items, minItems: items.length, items: false };
  }

  /** @param {Type} type @returns {Schema} */
  #object(type) {
    // A member that can only be undefined is not there.
    const members = this.members(type).filter(({ type: { flags } }) => !(flags & TypeFlags.Undefined));
    const properties = members.map((member) => [
      member.name,
      { ...this.of(member.type), ...(member.description && { description: member.description }) },
    ]);
    const required = members.filter(({ optional }) => !optional).map(({ name }) => name);
    const [index] = this.#checker.getIndexInfosOfType(type);
    return {
      type: "object",
      ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
      ...(required.length > 0 && { required }),
      ...(index && { additionalProperties: this.of(index.valueType) }),
    };
  }
}

/** The symbol that a type is known by, where it stands for this one type alone. @param {Type} type @returns {Symbol | undefined} */
function nameOf(type) {
  const alias = type.getAliasSymbol();
  if (alias !== undefined) return type.getAliasTypeArguments().length === 0 && isExported(alias) ? alias : undefined;
  if (!type.isClassOrInterface()) return undefined;
  const symbol = type.getSymbol();
  return symbol !== undefined && type.getTypeParameters().length === 0 && isExported(symbol) ? symbol : undefined;
}

/** Whether it is exported by a module of this repository. @param {Symbol} symbol */
function isExported(symbol) {
  const [declaration] = symbol.declarations;
  return declaration !== undefined && !declaration.path.includes("/node_modules/") && symbol.getParent() !== undefined;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
