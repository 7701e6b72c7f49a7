import { sum } from "lodash";

console.log(sum([1, 2]));
