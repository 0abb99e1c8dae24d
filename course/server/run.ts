// Follows a run on its page: the bar, what is run now, and the whole page anew when it has ended.

interface Progress {
  runs: boolean;
  state: string;
  now: string;
  done: number;
  total: number;
  failed: string;
}

const EVERY = 2_000;
const shown = document.getElementById("workbook-run");

async function follow(place: HTMLElement): Promise<void> {
  const answer = await fetch(`${location.pathname}.json${location.search}`, { credentials: "same-origin" }).catch(() => null);
  // No contact: what is shown is old, and comes right again with the next answer.
  const progress = answer?.ok ? ((await answer.json()) as Progress) : null;
  if (progress && !progress.runs) {
    location.reload();
    return;
  }
  if (progress) {
    const bar = place.querySelector("progress");
    if (bar) {
      bar.max = Math.max(1, progress.total);
      bar.value = progress.done;
    }
    for (const name of ["state", "now", "failed"] as const) {
      const line = place.querySelector(`[data-run="${name}"]`);
      if (line && line.textContent !== progress[name]) line.textContent = progress[name];
    }
  }
  setTimeout(() => void follow(place), EVERY);
}

if (shown) setTimeout(() => void follow(shown), EVERY);
