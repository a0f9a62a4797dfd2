package io.relayhub.connector.spi;

/// Does what agents ask of this machine. One object serves all agents for as long as the connector runs.
public interface Provider extends AutoCloseable {
    /// Asked once, after opening, and announced to the hub. Where two providers name the same action, the one that
    /// the operator named first has it.
    Actions actions();

    /// Answers one request. Called on a virtual thread of the request's own, many at once: it may block, and must
    /// be ready to be interrupted (see [ActionCall]).
    ///
    /// @return the answer's `data`
    /// @throws ActionException when the request is not fulfilled; any other exception is answered `INTERNAL`
    Json handle(ActionCall call) throws ActionException, InterruptedException;

    /// An agent has gone and will not ask again: what was held for it may be let go. Called once for each agent that
    /// has asked, after its last call has returned, on a virtual thread of its own; may block. Also called for
    /// agents of a hub that has not been reached for a minute; one that asks again later begins anew.
    ///
    /// @param agent as [ActionCall#agent] had it
    default void agentLeft(String agent) {}

    /// Frees what it holds and ends calls that still run; called once. Returns within a few seconds.
    @Override
    void close();
}
