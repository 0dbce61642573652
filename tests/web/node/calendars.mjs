// Prints what ical.js and node-ical read out of calendars, a JSON list each: node calendars.mjs FILE ...
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';

const day = (date) => date.toISOString().slice(0, 10);

function byIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((event) => {
    const start = event.getFirstPropertyValue('dtstart');
    return {
      uid: event.getFirstPropertyValue('uid'),
      start: start.isDate ? start.toString() : start.toJSDate().toISOString(),
      sequence: event.getFirstPropertyValue('sequence'),
      status: event.getFirstPropertyValue('status'),
      summary: event.getFirstPropertyValue('summary'),
      modified: event.getFirstPropertyValue('last-modified').toJSDate().toISOString(),
    };
  });
}

function byNodeIcal(text) {
  const events = Object.values(nodeIcal.sync.parseICS(text)).filter((one) => one.type === 'VEVENT');
  return events.map((event) => ({
    uid: event.uid,
    // It makes midnight, here and now, of a whole day.
    start: event.datetype === 'date' ? wholeDay(event.start) : event.start.toISOString(),
    sequence: Number(event.sequence),
    status: event.status,
    summary: event.summary,
    modified: event.lastmodified.toISOString(),
  }));
}

function wholeDay(date) {
  return day(new Date(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())));
}

const texts = process.argv.slice(2).map((file) => readFileSync(file, 'utf8'));
console.log(JSON.stringify(texts.map((text) => [byIcalJs(text), byNodeIcal(text)])));
