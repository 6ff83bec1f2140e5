/**
 * How TypeScript reaches C on XS, as the Moddable SDK declares it with `any`: its compiler replaces both calls when it sees
 * them, so the names must be string literals, and neither exists at run time.
 */

/** The class whose instances `destructor`, a C function `void (*)(void *data)`, cleans up after. */
declare function Native(destructor: string): new () => object;

/** The C function `void name(xsMachine *the)`; say with `as` what it takes and gives. */
declare function native(name: string): (...parameters: never[]) => unknown;
