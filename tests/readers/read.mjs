// Reads calendar texts (a JSON list on standard input) with ical.js by the zones that each file
// holds itself, and writes what it found as a JSON list.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const instant = (time) => (time ? time.toJSDate().toISOString() : null);

function person(property) {
  const [, params, , value] = property.toJSON();
  return { ...params, address: value };
}

function words(component, name) {
  return component.getFirstPropertyValue(name) ?? null;
}

function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(zone);
  }
  return {
    method: words(calendar, "method"),
    events: calendar.getAllSubcomponents("vevent").map((one) => ({
      uid: words(one, "uid"),
      sequence: words(one, "sequence"),
      stamp: instant(one.getFirstPropertyValue("dtstamp")),
      start: instant(one.getFirstPropertyValue("dtstart")),
      end: instant(one.getFirstPropertyValue("dtend")),
      summary: words(one, "summary"),
      location: words(one, "location"),
      description: words(one, "description"),
      comment: words(one, "comment"),
      status: words(one, "status"),
      organizer: one.getAllProperties("organizer").map(person),
      attendees: one.getAllProperties("attendee").map(person),
      alarms: one.getAllSubcomponents("valarm").length,
    })),
  };
}

const texts = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map(read)));
