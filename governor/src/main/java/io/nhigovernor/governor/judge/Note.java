package io.nhigovernor.governor.judge;

/** What should be known beside any verdict; a note never changes it. */
public enum Note {
    NO_CONTROL("fewer than 20 control accounts were active in the hour before the first cutover"),
    SHORT_BASELINE("the baseline is shorter than 24 h");

    private final String text;

    Note(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
