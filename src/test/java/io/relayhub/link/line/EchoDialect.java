package io.relayhub.link.line;

import io.relayhub.link.Session;
import io.relayhub.link.json.Member;
import io.relayhub.link.json.Members;
import java.util.Locale;
import java.util.Set;

/// A dialect as one might add it, in two files: it answers each `{"type":"echo","value":…}` with the same value.
public final class EchoDialect implements LineDialect {
    /// What it reads of a line.
    enum Field implements Member {
        TYPE,
        VALUE;

        @Override
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Members MEMBERS = Members.of(Field.values());

    @Override
    public Members members() {
        return MEMBERS;
    }

    @Override
    public Set<String> types() {
        return Set.of("echo");
    }

    @Override
    public LineConversation open(Session session, long now) {
        return new EchoConversation(session);
    }
}
