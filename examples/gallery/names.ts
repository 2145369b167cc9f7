/**
 * What a file of the gallery calls the namespaces of makers, and what it takes out of them.
 *
 * @module
 */
import { ts } from "./deps.ts";

/** Namespaces that a file has under their own names. */
const SPACES = ["nitro", "rich"];

/** What the names of a file stand for, from the namespace on: `button` for `nitro.button`. */
export function namesOf(file: ts.SourceFile): ReadonlyMap<string, string> {
  const names = new Map(SPACES.map((name) => [name, name]));
  for (const { space, elements } of taken(file)) {
    for (const { name, propertyName } of elements) {
      names.set(name.getText(), `${names.get(space) ?? space}.${(propertyName ?? name).getText()}`);
    }
  }
  return names;
}

interface Taken {
  readonly statement: ts.VariableStatement;
  readonly space: string;
  readonly elements: readonly ts.BindingElement[];
}

/** The statements of the kind `const { button, p } = nitro;`. */
function* taken(file: ts.SourceFile): Generator<Taken> {
  for (const statement of file.statements) {
    const made = ts.isVariableStatement(statement) && statement.declarationList.declarations[0];
    if (!made || !ts.isObjectBindingPattern(made.name)) continue;
    const space = made.initializer?.getText() ?? "";
    yield { statement, space, elements: made.name.elements };
  }
}

/** The text of a file without the names that it takes and says nowhere; what it takes stands together. */
export function withoutUnused(file: ts.SourceFile): string {
  const all = [...taken(file)], said = new Set<string>();
  file.forEachChild(function look(node): void {
    if (isName(node)) said.add(node.text);
    node.forEachChild(look);
  });
  const left = new Map<string, string[]>(), from = all[0]?.statement.getFullStart() ?? 0;
  for (const { space, elements } of all) {
    const names = elements.filter(({ name }) => said.has(name.getText()));
    left.set(space, [...left.get(space) ?? [], ...names.map((each) => each.getText())]);
  }
  const statements = [...left].filter(([, names]) => names.length > 0)
    .map(([space, names]) => `const { ${names.join(", ")} } = ${space};\n`);
  const to = all.at(-1)?.statement.getEnd() ?? 0;
  return `${file.text.slice(0, from)}\n\n${statements.join("")}${file.text.slice(to)}`;
}

/** Whether a word says something that is declared: no tag, no property, and not where it is taken. */
function isName(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node)) return false;
  const { parent } = node;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.name !== node;
  const isTag = ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent);
  return !isTag && !ts.isJsxAttribute(parent);
}
