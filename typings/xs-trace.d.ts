/** XS's own output, to the debugger: nothing in a release build. */
declare function trace(...items: readonly (string | number)[]): void;
