#!/bin/sh
# Makes the topics of the protocol, and refuses those that are there with another number of partitions.
# Runs in an image of Apache Kafka; run it as often as you like.
#
#   KAFKA_BOOTSTRAP_SERVERS   where the brokers are
#   REPLICATION_FACTOR        3 in production
#   MIN_INSYNC_REPLICAS       2 in production: an acknowledged operation then outlives any one broker
#   CLIENT_PROPERTIES         a file with settings of the client (TLS, SASL); none if left out
set -eu
: "${KAFKA_BOOTSTRAP_SERVERS:?}" "${REPLICATION_FACTOR:?}" "${MIN_INSYNC_REPLICAS:?}"
tools=${KAFKA_TOOLS:-/opt/kafka/bin}

kafka_topics() {
  "$tools/kafka-topics.sh" --bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS" \
    ${CLIENT_PROPERTIES:+--command-config "$CLIENT_PROPERTIES"} "$@"
}

# topic <name> <partitions> --config <setting> ...
topic() {
  name=$1 partitions=$2
  shift 2
  kafka_topics --create --if-not-exists --topic "$name" --partitions "$partitions" \
    --replication-factor "$REPLICATION_FACTOR" --config "min.insync.replicas=$MIN_INSYNC_REPLICAS" "$@"
  # A scope's lane is its partition: more of them later would tear the lanes apart.
  found=$(kafka_topics --describe --topic "$name" | sed -n 's/.*PartitionCount: *\([0-9]*\).*/\1/p')
  if [ "$found" != "$partitions" ]; then
    echo "The topic $name has $found partitions and must have $partitions. The number is fixed: make the topic anew." >&2
    exit 1
  fi
}

topic tidemark.operations 48 --config cleanup.policy=delete --config retention.ms=1209600000 \
  --config max.message.bytes=2097152
topic tidemark.canonical-rows 48 --config cleanup.policy=compact,delete --config retention.ms=1209600000 \
  --config max.message.bytes=2097152
topic tidemark.outcomes 48 --config cleanup.policy=delete --config retention.ms=3600000
