package io.relayhub.link.json;

/// The members that the tests of lines read.
public enum Word implements Member {
    ID("id", Repeat.REFUSED),
    TYPE("type", Repeat.REFUSED),
    ACTION("action", Repeat.REFUSED),
    SUCCESS("success", Repeat.REFUSED),
    VERSION("version", Repeat.LAST_COUNTS),
    DATA("data", Repeat.REFUSED),
    ERROR("error", Repeat.REFUSED),
    VALUE("value", Repeat.LAST_COUNTS);

    public static final Members MEMBERS = Members.of(values());

    private final String text;
    private final Repeat repeat;

    Word(String text, Repeat repeat) {
        this.text = text;
        this.repeat = repeat;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Repeat repeat() {
        return repeat;
    }
}
