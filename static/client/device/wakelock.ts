// Keep the screen awake while somebody follows the steps.

/** Returns how to let go. The system drops the lock whenever the page is hidden, so it is taken again on return. */
export function stayAwake(): () => void {
  let sentinel: WakeLockSentinel | null = null;
  let isOver = false;
  const take = async (): Promise<void> => {
    if (isOver || document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    sentinel = await navigator.wakeLock.request("screen").catch(() => null);
    if (isOver) void sentinel?.release();
  };
  const again = (): void => void take();
  document.addEventListener("visibilitychange", again);
  again();
  return () => {
    isOver = true;
    document.removeEventListener("visibilitychange", again);
    void sentinel?.release();
  };
}
