import { coastPicture } from './collectionJpeg.ts';
import { randomFrom, type Random } from './collectionRandom.ts';

/** The file formats of the collection, as Docbyte names them. */
export type FileFormat = 'jpg' | 'pdf' | 'txt' | 'xml' | 'wav';

const contentTypes: Record<FileFormat, string> = { jpg: 'image/jpeg', pdf: 'application/pdf', txt: 'text/plain; charset=utf-8', xml: 'application/xml', wav: 'audio/wav' };

/** What a file is about. */
export type FileSubject = { title: string; reference: string; lines: string[] };

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A one-page PDF in Helvetica. Letters outside Latin-1 become question marks. */
const pdf = ({ title, lines }: FileSubject): Buffer => {
  const text = (line: string): string => line.replaceAll('–', '-').replaceAll(/[^ -\u00ff]/g, '?').replaceAll(/[\\()]/g, String.raw`\$&`);
  const content = ['BT /F1 16 Tf 56 780 Td 20 TL', `(${text(title)}) Tj T*`, '/F1 11 Tf', ...lines.map((line) => `(${text(line)}) Tj T*`), 'ET'].join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Length ${Buffer.byteLength(content, 'latin1')} >>\nstream\n${content}\nendstream`,
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  return Buffer.from(`${body}xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`, 'latin1');
};

/** Half a second of a plain tone, 8 kHz mono. */
const wav = (random: Random): Buffer => {
  const samples = 4_000;
  const frequency = random.between(220, 880);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples, 40);
  const tone = Buffer.from(Array.from({ length: samples }, (_each, index) => Math.round(128 + 60 * Math.sin((2 * Math.PI * frequency * index) / 8_000))));
  return Buffer.concat([header, tone]);
};

const makers: Record<FileFormat, (subject: FileSubject, random: Random) => Buffer> = {
  jpg: (_subject, random) => coastPicture(random),
  pdf: (subject) => pdf(subject),
  txt: ({ title, lines }) => Buffer.from(`${title}\n\n${lines.join('\n')}\n`),
  xml: ({ title, reference, lines }) =>
    Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<findingAid reference="${escapeXml(reference)}">\n  <title>${escapeXml(title)}</title>\n${lines.map((line) => `  <line>${escapeXml(line)}</line>\n`).join('')}</findingAid>\n`),
  wav: (_subject, random) => wav(random),
};

/** A real file of the format; the same key and subject give the same bytes. */
export const makeFile = (key: string, format: FileFormat, subject: FileSubject): { bytes: Buffer; contentType: string } => ({
  bytes: makers[format](subject, randomFrom(key)),
  contentType: contentTypes[format],
});
