/**
 * Attributes of elements.
 *
 * @module
 */

export class Attr {
  readonly name: string;
  readonly value: string;
  readonly namespaceURI: string | null;

  constructor(name: string, value: string, namespaceURI: string | null = null) {
    this.name = name;
    this.value = value;
    this.namespaceURI = namespaceURI;
  }

  cloneNode(): Attr {
    return this;
  }
}
