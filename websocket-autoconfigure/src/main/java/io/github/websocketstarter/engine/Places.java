package io.github.websocketstarter.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Counts connections, all together and by who has them. Remembers nobody who has none.
 * Thread-safe.
 */
public final class Places {

	/** What one subscriber gets of IPv6, bytes. */
	private static final int NETWORK = 8;

	private final ConnectionLimits limits;

	private final AtomicInteger total = new AtomicInteger();

	private final ConcurrentMap<String, Integer> users = new ConcurrentHashMap<>();

	private final ConcurrentMap<InetAddress, Integer> networks = new ConcurrentHashMap<>();

	/**
	 * Create places, all free.
	 * @param limits how many there are
	 */
	public Places(ConnectionLimits limits) {
		this.limits = limits;
	}

	/**
	 * Return the limits.
	 * @return how many places there are
	 */
	public ConnectionLimits limits() {
		return this.limits;
	}

	/**
	 * Take a place.
	 * @param user the name of the user, or {@code null} if there is none
	 * @param address the address of the client, or {@code null} if it has none
	 * @return the place, or why there is none
	 */
	public PlaceOutcome take(@Nullable String user, @Nullable InetAddress address) {
		if (this.limits.equals(ConnectionLimits.NONE)) {
			return Place.UNCOUNTED;
		}
		String one = (this.limits.perUser() > 0) ? user : null;
		InetAddress network = (this.limits.perAddress() > 0 && address != null) ? network(address) : null;
		// Who is refused for its own sake must not take the last place for a moment.
		if (network != null && !enter(this.networks, network, this.limits.perAddress())) {
			return PlaceOutcome.Full.ADDRESS;
		}
		if (one != null && !enter(this.users, one, this.limits.perUser())) {
			leave(this.networks, network);
			return PlaceOutcome.Full.USER;
		}
		if (!enter()) {
			leave(this.users, one);
			leave(this.networks, network);
			return PlaceOutcome.Full.TOTAL;
		}
		return new Place(this, one, network);
	}

	private boolean enter() {
		int most = (this.limits.total() > 0) ? this.limits.total() : Integer.MAX_VALUE;
		return this.total.getAndUpdate((count) -> (count < most) ? count + 1 : count) < most;
	}

	private static <K> boolean enter(ConcurrentMap<K, Integer> counts, K key, int most) {
		while (true) {
			Integer count = counts.putIfAbsent(key, 1);
			if (count == null) {
				return true;
			}
			if (count >= most) {
				return false;
			}
			if (counts.replace(key, count, count + 1)) {
				return true;
			}
		}
	}

	void leave(@Nullable String user, @Nullable InetAddress network) {
		this.total.decrementAndGet();
		leave(this.users, user);
		leave(this.networks, network);
	}

	private static <K> void leave(ConcurrentMap<K, Integer> counts, @Nullable K key) {
		if (key != null) {
			counts.computeIfPresent(key, (same, count) -> (count > 1) ? count - 1 : null);
		}
	}

	private static InetAddress network(InetAddress address) {
		byte[] octets = address.getAddress();
		if (octets.length > NETWORK) {
			Arrays.fill(octets, NETWORK, octets.length, (byte) 0);
		}
		try {
			return InetAddress.getByAddress(octets);
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return how many connections have a place.
	 * @return the number
	 */
	public int size() {
		return this.total.get();
	}

	// How many users and networks are remembered.
	int remembered() {
		return this.users.size() + this.networks.size();
	}

}
