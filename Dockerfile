# relayhub in a container: the hub, and with another command the connector. docs/deployment.md says how it is run.
#
#   docker build -t relayhub .
#
# The base images are named by tag; for a build that is the same every time, give their digests as well:
#
#   docker build -t relayhub --build-arg JRE_DIGEST=sha256:... --build-arg JDK_DIGEST=sha256:... .
ARG JDK=eclipse-temurin:25-jdk
ARG JDK_DIGEST=
ARG JRE=eclipse-temurin:25-jre
ARG JRE_DIGEST=

# From the sources to the one jar.
FROM ${JDK}${JDK_DIGEST:+@$JDK_DIGEST} AS build
WORKDIR /build
COPY . .
RUN ./mvnw -B -q -ntp package -Dmaven.test.skip=true -Dstart-up-caches.skip=true

# From the jar to the program unpacked and what Java learns from running it. A cache belongs to one Java, so it is made
# with the very one that will use it.
FROM ${JRE}${JRE_DIGEST:+@$JRE_DIGEST} AS trained
WORKDIR /opt/relayhub
COPY --from=build /build/target/relayhub.jar ./
COPY src/main/launcher /launcher
RUN /launcher/assemble "$JAVA_HOME" /opt/relayhub \
    && test -s relayhub-app/hub.aot && test -s relayhub-app/cli.aot

FROM ${JRE}${JRE_DIGEST:+@$JRE_DIGEST}
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
ARG JRE
ARG JRE_DIGEST
LABEL org.opencontainers.image.title="relayhub" \
      org.opencontainers.image.description="A WebSocket relay: agents in the cloud ask, connectors on developers' machines answer." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${JRE}" \
      org.opencontainers.image.base.digest="${JRE_DIGEST}"

# What changes least comes first: a new release is one layer of a few megabytes, and the caches that belong to it.
COPY --from=trained /opt/relayhub/relayhub-app/lib /opt/relayhub/relayhub-app/lib
COPY --from=trained /opt/relayhub/relayhub /opt/relayhub/
COPY --from=trained /opt/relayhub/relayhub-app/relayhub.jar /opt/relayhub/relayhub-app/
COPY --from=trained /opt/relayhub/relayhub-app/java /opt/relayhub/relayhub-app/*.aot /opt/relayhub/relayhub-app/

# /tmp is all that is written: with --read-only it is a tmpfs. Settings are looked for where the hub starts.
ENV PATH=/opt/relayhub:$PATH \
    HOME=/tmp \
    RELAYHUB_HOME=/tmp/relayhub \
    RELAYHUB_JAVA_OPTS=-XX:MaxRAMPercentage=60
WORKDIR /etc/relayhub
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["relayhub", "health"]
# The launcher becomes Java, which so is the process that gets the signals.
ENTRYPOINT ["relayhub"]
CMD ["start", "--foreground"]
