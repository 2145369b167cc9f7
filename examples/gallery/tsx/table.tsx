/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

export const simple: Entry = entry({
  title: "A table by its properties",
  says: "Caption, columns, head and foot go into the elements that they need; rows get a tbody.",
  body: () => (
    <table
      caption="Prices"
      header={
        <tr>
          <th scope="col">Item</th>
          <th scope="col">€</th>
        </tr>
      }
      footer={
        <tr>
          <th scope="row">Sum</th>
          <td>7</td>
        </tr>
      }
    >
      {[["Tea", 3], ["Cake", 4]].map(([name, price]) => (
        <tr>
          <th scope="row">{name}</th>
          <td>{price}</td>
        </tr>
      ))}
    </table>
  ),
});

export const whole: Entry = entry({
  title: "A table element by element",
  says: "The same written out, with a column of its own look and a cell over two.",
  body: () => (
    <table>
      <caption>Hours</caption>
      <colgroup>
        <col />
        <col class="accent" span={2} />
      </colgroup>
      <thead>
        <tr>
          <td />
          <th scope="col">From</th>
          <th scope="col">To</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Monday</th>
          <td>9</td>
          <td>17</td>
        </tr>
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Sunday</th>
          <td colspan={2}>closed</td>
        </tr>
      </tfoot>
    </table>
  ),
});
