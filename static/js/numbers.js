// Whole places as people type and read them; the same rules as bols_portal/ui/grids.py and formats.py.
const MINUS = "\u2212";
const dot = () => (document.documentElement.lang.startsWith("nl") ? "." : ",");

// 12 and 1.053; 0 for an empty cell, null for anything else and for more than the most.
export function parsePlaces(text, most = Infinity) {
  const plain = text.trim().replace(/\u00a0/g, "");
  if (plain === "") return 0;
  if (!/^(\d{1,12}|\d{1,3}(\.\d{3})+)$/.test(plain)) return null;
  const places = Number(plain.replaceAll(".", ""));
  return places > most ? null : places;
}

export function showPlaces(value) {
  const grouped = String(Math.abs(value)).replace(/\B(?=(\d{3})+$)/g, dot());
  return value < 0 ? MINUS + grouped : grouped;
}

export function showSigned(value) {
  return value > 0 ? `+${showPlaces(value)}` : showPlaces(value);
}
