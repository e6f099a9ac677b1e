// What reporting a hazard needs, in a check and on its own.
import { CATEGORIES } from "../../model/hazard";
import { Icon } from "../icon";

export function FixedOrNot({ isFixed, onChoose }: { isFixed: boolean; onChoose: (isFixed: boolean) => void }) {
  return (
    <div class="two" role="group" aria-label="能不能当场改好">
      <button class="gk-btn plain small" type="button" aria-pressed={isFixed} onClick={() => onChoose(true)}><Icon name="check" />当场改好</button>
      <button class="gk-btn plain small" type="button" aria-pressed={!isFixed} onClick={() => onChoose(false)}><Icon name="clock" />改不了</button>
    </div>
  );
}

export function Categories({ chosen, onChoose }: { chosen: string; onChoose: (word: string) => void }) {
  return (
    <div class="kinds" role="group" aria-label="哪一类">
      {CATEGORIES.map(({ word, icon }) => <button key={word} type="button" aria-pressed={word === chosen} onClick={() => onChoose(word === chosen ? "" : word)}><Icon name={icon} />{word}</button>)}
    </div>
  );
}
