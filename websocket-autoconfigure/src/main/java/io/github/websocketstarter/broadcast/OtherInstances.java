package io.github.websocketstarter.broadcast;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The other instances that were heard. One that was not heard for three heartbeats is
 * known no more, but what it sent stays known for a minute: a broker's client may repeat
 * itself after an outage. At most {@value #MOST} are kept.
 */
final class OtherInstances {

	static final Duration KNOWN = Instances.HEARTBEAT.multipliedBy(3).plusMillis(500);

	private static final Duration KEPT = Duration.ofMinutes(1);

	private static final int MOST = 1024;

	private final Map<InstanceId, OtherInstance> instances = new ConcurrentHashMap<>();

	/**
	 * Hear something of an instance, by one thread at a time.
	 * @param id the instance
	 * @param sequence the number of what is heard
	 * @param now the time in milliseconds
	 * @return the instance, or {@code null} if what is heard was heard before, or comes
	 * from one instance too many
	 */
	@Nullable OtherInstance hear(InstanceId id, long sequence, long now) {
		OtherInstance instance = this.instances.get(id);
		if (instance == null) {
			if (this.instances.size() >= MOST) {
				return null;
			}
			instance = new OtherInstance(now);
			this.instances.put(id, instance);
		}
		return instance.hear(sequence, now) ? instance : null;
	}

	/**
	 * Return who is there.
	 * @param now the time in milliseconds
	 * @return the ids of those that are
	 */
	Set<InstanceId> known(long now) {
		Set<InstanceId> known = new HashSet<>();
		this.instances.forEach((id, instance) -> {
			if (!instance.isGone() && now - instance.heard() <= KNOWN.toMillis()) {
				known.add(id);
			}
		});
		return known;
	}

	void forget(long now) {
		this.instances.values().removeIf((instance) -> now - instance.heard() > KEPT.toMillis());
	}

}
