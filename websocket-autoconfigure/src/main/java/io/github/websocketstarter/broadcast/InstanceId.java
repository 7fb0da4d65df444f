package io.github.websocketstarter.broadcast;

import java.util.UUID;

/**
 * Tells an instance, and each of its lives, from all others: 122 random bits.
 *
 * @param high the first half
 * @param low the second half
 */
record InstanceId(long high, long low) {

	static InstanceId random() {
		UUID id = UUID.randomUUID();
		return new InstanceId(id.getMostSignificantBits(), id.getLeastSignificantBits());
	}

	@Override
	public String toString() {
		return new UUID(this.high, this.low).toString();
	}

}
