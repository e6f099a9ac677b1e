// Is this an answer of our server? A captive portal, a proxy or another version may have spoken.
import type { Five, FiveThing, KeyOut, Me, PhotoOut, PushOut } from "../model/wire";

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

export const isMe = (value: unknown): value is Me =>
  isRecord(value) && (value["account"] === null || isText(value["account"])) && typeof value["name"] === "string" && typeof value["csrf"] === "string";

export const isPushOut = (value: unknown): value is PushOut =>
  isRecord(value) && isText(value["epoch"]) && Number.isFinite(value["server_ms"]) && Number.isSafeInteger(value["backed_up_through"]) && Array.isArray(value["answers"]);

export const isPhotoOut = (value: unknown): value is PhotoOut =>
  isRecord(value) && isText(value["epoch"]) && isText(value["sha256"]) && Number.isSafeInteger(value["arrival"]);

export const isKeyOut = (value: unknown): value is KeyOut =>
  isRecord(value) && ["id", "account", "enterprise", "certificate", "epoch"].every((name) => isText(value[name]));

const isOurs = (address: unknown): boolean => isText(address) && address.startsWith("/") && !address.startsWith("//");

const isRoute = (route: unknown): boolean => route === "" || (isText(route) && route.startsWith("#/"));

const isThing = (value: unknown): value is FiveThing =>
  isRecord(value) && ["key", "icon", "word", "title", "reason", "button"].every((name) => isText(value[name])) && isOurs(value["href"])
  && isRoute(value["route"] ?? "");

const areThings = (value: unknown): boolean => Array.isArray(value) && value.every(isThing);

const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

export const isFive = (value: unknown): value is Five =>
  isRecord(value) && isText(value["account"]) && areThings(value["things"]) && areThings(value["later"] ?? []) && areTexts(value["done"] ?? []);
