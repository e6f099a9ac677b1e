// Where the phone says it is. Evidence at most: nobody waits for it, and without it everything goes on.
import type { Position } from "../model/wire";

const WAIT = 8_000; // ms
const FRESH = 60_000;

export function whereNow(): Promise<Position | null> {
  return new Promise((resolve) => {
    if (!("geolocation" in navigator)) return resolve(null);
    const found = ({ coords }: GeolocationPosition): void => resolve({ lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy });
    navigator.geolocation.getCurrentPosition(found, () => resolve(null), { timeout: WAIT, maximumAge: FRESH });
  });
}
