import type { PlanContact } from "../model/plan";
import { Icon } from "./icon";

const SHOWN = 3; // more would not fit a thumb

export function CallBar({ contacts }: { contacts: readonly PlanContact[] }) {
  if (contacts.length === 0) return null;
  return (
    <nav class="call" aria-label="打电话">
      {contacts.slice(0, SHOWN).map(({ name, under, href }, place) => (
        <a key={href} href={href}><span>{place === 0 && <Icon name="phone" />} {name}</span><small>{under}</small></a>
      ))}
    </nav>
  );
}
