package io.relayhub.connector.chrome.browser;

import io.relayhub.connector.spi.ActionException;

/// Errors of a browser beyond the connector's common errors (docs/chrome.md, "Errors"). Each says when.
/// None is retryable as it is: something may have been done, or the same request would fail again.
public enum ChromeError {
    /// No tab has this id, or there is none at all.
    TAB_NOT_FOUND,
    /// The tab was closed or crashed while something was done in it.
    TAB_GONE,
    /// A dialog stops the page until the user or `dialog_answer` answers it.
    DIALOG_OPEN,
    /// The browser ended while something was done in it.
    BROWSER_GONE,
    /// Nothing in the page matches the selector, reference or text; or it is not unique where it has to be.
    ELEMENT_NOT_FOUND,
    /// The element is there but can't be clicked or typed into: invisible, disabled, covered by another.
    ELEMENT_NOT_ACTIONABLE,
    /// The browser could not open the address.
    NAVIGATION_FAILED,
    /// The script threw, or its value can't be passed on.
    EVAL_FAILED,
    /// A request on behalf of the browser got no answer.
    REQUEST_FAILED;

    /// @param sentence what happened and, where possible, what to do about it; no content of the page
    public ActionException because(String sentence) {
        return new ActionException(name(), false, sentence);
    }
}
