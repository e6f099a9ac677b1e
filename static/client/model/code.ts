// A label's code (编号): 9 digits, the last one a Luhn check digit, so that a mistyped digit shows at once.

export const CODE_LENGTH = 9;

/** Digits only: people type spaces and dashes, and Chinese keyboards full-width digits. */
export function plainDigits(text: string): string {
  return text.normalize("NFKC").replace(/[\s-]/g, "");
}

function luhnSum(digits: string): number {
  return Array.from(digits).reverse().reduce((sum, digit, place) => {
    const value = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}

export function isCode(digits: string): boolean {
  return /^\d{9}$/.test(digits) && luhnSum(digits) % 10 === 0;
}

/** In threes, as labels print it: 123 456 782. */
export const spacedCode = (digits: string): string => digits.replace(/(\d{3})(?=\d)/g, "$1 ");
