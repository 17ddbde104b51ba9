import assert from "node:assert/strict";
import { test } from "node:test";

import { LARGEST_BYTES, kindOf, refusalOf, sizeInWords, titled } from "./file-kind.js";

/** @param {string} text  one character a byte */
function bytes(text) {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

for (const [start, kind] of /** @type {const} */ ([
  ["\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"],
  ["\xff\xd8\xff\xe1\x00\x10Exif", "image/jpeg"],
  ["\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image/png"],
  ["RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"],
  ["%PDF-1.7\n", "application/pdf"],
])) {
  test(`${kind} is known by its first bytes: ${JSON.stringify(start)}`, () => {
    assert.equal(kindOf(bytes(start)), kind);
  });
}

for (const [name, start] of Object.entries({
  "a page": "<!doctype html>",
  "a drawing that can run scripts": "<svg xmlns=",
  "a program for Windows": "MZ\x90\x00",
  "a program for Linux": "\x7fELF",
  "an archive": "PK\x03\x04",
  "sound in the same wrapper as WebP": "RIFF\x24\x00\x00\x00WAVEfmt ",
  "a moving picture": "GIF89a",
  "a page that names itself a PDF further on": "<html>%PDF-1.7",
  "a PDF behind a byte order mark": "\xef\xbb\xbf%PDF-1.7",
  "a JPEG cut short": "\xff\xd8",
  "a PNG spoilt by a change of line ends": "\x89PNG\n\x1a\n",
  nothing: "",
})) {
  test(`not taken: ${name}`, () => {
    assert.equal(kindOf(bytes(start)), null);
  });
}

for (const [size, language, words] of /** @type {const} */ ([
  [512, "en", "0.5 KB"],
  [80 * 1024, "en", "80 KB"],
  [2.5 * 1024 * 1024, "de", "2,5 MB"],
  [25 * 1024 * 1024, "de", "25 MB"],
])) {
  test(`${size} bytes are ${words}`, () => {
    assert.equal(sizeInWords(size, language), words);
  });
}

for (const [name, kind, title] of /** @type {const} */ ([
  ["finding.pdf", "application/pdf", "finding.pdf"],
  ["a.jpg", "application/pdf", "a.pdf"],
  ["scan", "image/png", "scan.png"],
  ["photo.JPEG", "image/jpeg", "photo.jpg"],
  ["gpj.\u202efdp", "application/pdf", "gpj.fdp.pdf"],
  [".pdf", "application/pdf", "document.pdf"],
])) {
  test(`${JSON.stringify(name)} that is a ${kind} is called ${title}`, () => {
    assert.equal(titled(name, kind), title);
  });
}

for (const [size, start, why] of /** @type {const} */ ([
  [0, "", "empty-file"],
  [9, "MZ\x90\x00", "not-a-photo-or-pdf"],
  [9, "%PDF-1.7\n", null],
  [LARGEST_BYTES, "%PDF-1.7\n", null],
  [LARGEST_BYTES + 1, "%PDF-1.7\n", "too-large"],
])) {
  test(`${size} bytes that begin with ${JSON.stringify(start)}: ${why ?? "sent"}`, () => {
    assert.equal(refusalOf(size, bytes(start)), why);
  });
}
