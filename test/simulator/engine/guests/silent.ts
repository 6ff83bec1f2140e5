/** Never listens. */
export const nothing = 0;
