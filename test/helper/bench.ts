/** A module of the benchmark, which is JavaScript without types. */
export const benchModule = (file: string) => import(new URL(`../../bench/${file}`, import.meta.url).href);
