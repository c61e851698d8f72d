/**
 * The resolvers of one type of the graph, so that the compiler finds a field that nobody answers: every field that the
 * model lacks, or holds in another type, must be resolved; the others may be.
 * `Resolvers` is the generated type, `Model` what codegen maps the graph's type to (use `object` for root types).
 */
export type ResolversFor<Resolvers, Model> = Required<Pick<Resolvers, Unanswered<Resolvers, Model>>> & Resolvers;

type Unanswered<Resolvers, Model> = {
  [Field in keyof Resolvers]-?: Field extends '__isTypeOf' | '__resolveType'
    ? never
    : Field extends keyof Model
      ? Model[Field] extends Answer<NonNullable<Resolvers[Field]>>
        ? never
        : Field
      : Field;
}[keyof Resolvers];

/** What a field's resolver may give at once. */
type Answer<Resolver> = Resolver extends (...args: never[]) => infer Result ? Awaited<Result> : Resolver extends { subscribe: unknown } ? never : Awaited<Resolver>;
