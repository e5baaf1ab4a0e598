// Reads a JSON array of TraceQL queries and says of each whether the grammar of Grafana's editor takes it.
// Run in a directory where @grafana/lezer-traceql is installed.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const { parser } = require('@grafana/lezer-traceql');
const queries = JSON.parse(readFileSync(0, 'utf8'));
const taken = queries.map((query) => {
  let errors = 0;
  parser.parse(query).iterate({
    enter(node) {
      errors += node.type.isError ? 1 : 0;
    },
  });
  return errors === 0;
});
console.log(JSON.stringify(taken));
