package io.relayhub.relay.limits;

/// Messages a second of one agent, with bursts of twice as many. Confined to the agent's conversation.
public final class MessageRate {
    public enum Verdict {
        ADMITTED,
        REFUSED,
        /// So many were refused that the agent does not listen: close it.
        INSUFFERABLE
    }

    private static final long SECOND = 1_000_000_000L;
    /// Seconds' worth of refused messages that end the agent's connection.
    private static final int PATIENCE = 10;

    private final int perSecond;
    private double credit;
    private long last;

    /// @param perSecond 0 is no limit
    public MessageRate(int perSecond, long now) {
        this.perSecond = perSecond;
        this.credit = 2 * perSecond;
        this.last = now;
    }

    public Verdict admit(long now) {
        if (perSecond == 0) {
            return Verdict.ADMITTED;
        }
        credit = Math.min(2.0 * perSecond, credit + (double) perSecond * (now - last) / SECOND) - 1;
        last = now;
        if (credit >= 0) {
            return Verdict.ADMITTED;
        }
        return credit < -PATIENCE * perSecond ? Verdict.INSUFFERABLE : Verdict.REFUSED;
    }

    public int perSecond() {
        return perSecond;
    }

    /// How long until a message is admitted again.
    public long retryMillis() {
        return (long) Math.ceil(Math.max(0, -credit) * 1_000 / perSecond) + 1;
    }
}
