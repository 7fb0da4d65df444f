package io.github.websocketstarter.engine;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * One connection's place among those that may be open: taken before the handshake is
 * answered, kept when the connection opens, given back once. Thread-safe.
 */
public final class Place implements PlaceOutcome {

	/** The place of a connection that nobody counts. */
	public static final Place UNCOUNTED = new Place(null, null, null);

	private final @Nullable Places places;

	private final @Nullable String user;

	private final @Nullable InetAddress network;

	private final AtomicReference<State> state = new AtomicReference<>(State.TAKEN);

	Place(@Nullable Places places, @Nullable String user, @Nullable InetAddress network) {
		this.places = places;
		this.user = user;
		this.network = network;
	}

	/**
	 * The connection opens.
	 * @return {@code false} if the place was given back because the handshake had failed,
	 * so that the connection must not open
	 */
	public boolean keep() {
		return this.places == null || this.state.compareAndSet(State.TAKEN, State.KEPT);
	}

	/**
	 * The handshake is over; gives the place back unless it is {@linkplain #keep() kept}.
	 */
	public void giveUp() {
		if (this.places != null && this.state.compareAndSet(State.TAKEN, State.GIVEN_BACK)) {
			this.places.leave(this.user, this.network);
		}
	}

	/**
	 * The connection has ended; gives the place back if it has not been yet.
	 */
	public void giveBack() {
		if (this.places != null && this.state.getAndSet(State.GIVEN_BACK) != State.GIVEN_BACK) {
			this.places.leave(this.user, this.network);
		}
	}

	private enum State {

		TAKEN, KEPT, GIVEN_BACK

	}

}
