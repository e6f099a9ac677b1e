// What emergency mode shows: one step, the roles, the end, the telephone.
import { useEffect, useRef } from "preact/hooks";
import { roleWords, type PlanContact, type PlanStep } from "../../model/plan";
import { Icon } from "../icon";

export function StepView({ step }: { step: PlanStep }) {
  return (
    <div class="em-step" aria-live="polite">
      <Picture icon={step.icon} />
      <h1>{step.act}</h1>
      {step.how && <p>{step.how}</p>}
    </div>
  );
}

function Picture({ icon }: { icon: string | SVGElement }) {
  if (typeof icon !== "string") return <span class="em-pic"><PageDrawing drawing={icon} /></span>;
  return icon === "" ? null : <span class="em-pic"><Icon name={icon} /></span>;
}

/** A drawing that the public page brought itself. */
function PageDrawing({ drawing }: { drawing: SVGElement }) {
  const holder = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const drawn = drawing.cloneNode(true);
    holder.current?.append(drawn);
    return () => holder.current?.removeChild(drawn);
  }, [drawing]);
  return <span ref={holder} />;
}

interface RolePickerProps {
  roles: readonly string[];
  role: string | null;
  onChoose: (role: string | null) => void;
}

export function RolePicker({ roles, role, onChoose }: RolePickerProps) {
  return (
    <div class="em-roles" role="group" aria-label="看谁的步骤">
      <button type="button" aria-pressed={role === null} onClick={() => onChoose(null)}>看全部</button>
      {roles.map((who) => <button key={who} type="button" aria-pressed={role === who} onClick={() => onChoose(who)}>只看：{roleWords(who)}</button>)}
    </div>
  );
}

export function Done({ count }: { count: number }) {
  return (
    <div class="em-step">
      <span class="em-pic done"><Icon name="check" /></span>
      <h1>{count} 步都走完了</h1>
      <p>人还没脱险，就接着打电话</p>
    </div>
  );
}

export function Calls({ contacts }: { contacts: readonly PlanContact[] }) {
  if (contacts.length === 0) return null;
  return (
    <div class="em-call" role="group" aria-label="打电话">
      {contacts.slice(0, 3).map(({ name, under, href }, place) => (
        <a key={href} href={href}><span>{place === 0 && <Icon name="phone" />}{name}</span><small>{under}</small></a>
      ))}
    </div>
  );
}
