"""Every sentence the browser part shows of itself, translated where the reader is known."""

from __future__ import annotations

from functools import cache

from ..i18n import N_, Translator

__all__ = ["TEXTS", "texts"]

TEXTS: dict[str, str] = {
    "required": N_("required"),
    "saving": N_("Saving …"),
    "saved": N_("Saved at {clock}"),
    "unsaved": N_("Not saved yet"),
    "retry": N_("Try again"),
    "offline": N_(
        "No contact with the server. What you write is kept in this browser and saved when contact is back."
    ),
    "stale_title": N_("Someone else has changed this"),
    "stale_by": N_("{by} changed this at {clock}."),
    "stale_mine": N_("Your text"),
    "stale_theirs": N_("Their text"),
    "keep_mine": N_("Keep my text"),
    "keep_theirs": N_("Use their text"),
    "error_title": N_("There is a problem"),
    "add": N_("Add"),
    "edit": N_("Edit"),
    "done": N_("Done"),
    "delete": N_("Delete"),
    "deleted": N_("“{title}” was deleted."),
    "undo": N_("Undo"),
    "dismiss": N_("Close this message"),
    "move_up": N_("Move up"),
    "move_down": N_("Move down"),
    "moved": N_("“{title}” is now number {n} of {total}."),
    "nothing_yet": N_("Nothing has been written here yet."),
    "nothing_to_choose": N_("There is nothing to choose from yet."),
    "not_chosen": N_("Choose …"),
    "yes": N_("Yes"),
    "no": N_("No"),
    "characters_left": N_("{n} characters left"),
    "too_long": N_("{n} characters too many"),
    "close": N_("Close"),
    "open_anchor": N_("Open the anchor"),
    "anchor_for": N_("{goal} in {document}"),
    "not_considered": N_("Not considered"),
    "resent": N_("What you wrote on your last visit has been saved."),
    "goals": N_("Goals"),
    "documents": N_("Steering documents"),
    "anchored": N_("Anchored"),
    "not_anchored": N_("Not anchored"),
    "missing": N_("Still missing"),
    "complete": N_("Complete"),
    "session_steps": N_("Sessions of the course year"),
    "findings": N_("What the checks say"),
    "actions": N_("Actions"),
    "unanswered": N_("Not answered yet"),
    "status": N_("Status"),
    "rows_done": N_("{done} of {rows} complete"),
    "next_row": N_("Next"),
    "history": N_("History"),
    "loading": N_("Fetching …"),
    "older": N_("Show older changes"),
    "before": N_("Before"),
    "after": N_("After"),
    "take_back": N_("Use this answer again"),
    "deleted_list": N_("Deleted: {n}"),
    "deleted_by": N_("{by} deleted this on {when}."),
    "restore": N_("Take back"),
    "comment": N_("Add a comment"),
    "comments": N_("Comments: {n}"),
    "comment_on": N_("Comments: {label}"),
    "comment_text": N_("Your comment"),
    "comment_answer": N_("Your answer"),
    "send": N_("Send"),
    "reword": N_("Change the text"),
    "withdraw": N_("Withdraw"),
    "withdrawn": N_("This comment was withdrawn."),
    "resolve": N_("Settled"),
    "reopen": N_("Open again"),
    "resolved_by": N_("settled by {by}"),
    "thread_open": N_("Not settled"),
    "cancel": N_("Cancel"),
    "not_sent": N_("It could not be sent. The text is kept here: try again."),
    "choose_first": N_("Choose above whose answers these are."),
}


@cache
def texts(translate: Translator) -> dict[str, str]:
    """Return all of `TEXTS` in the translator's language."""
    return {key: translate(sentence) for key, sentence in TEXTS.items()}
