package io.github.websocketstarter.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.websocketstarter.engine.PlaceOutcome.Full;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Places} and {@link Place}.
 */
class PlacesTests {

	@Test
	void nothingIsCountedWithoutLimits() throws Exception {
		Places places = new Places(ConnectionLimits.NONE);

		Place place = (Place) places.take("ada", address("192.0.2.1"));

		assertThat(place).isSameAs(Place.UNCOUNTED);
		assertThat(place.keep()).isTrue();
		place.giveBack();
		assertThat(place.keep()).isTrue();
		assertThat(places.size()).isZero();
	}

	// OP-17
	@Test
	void thereAreAsManyPlacesAsTheLimit() {
		Places places = new Places(new ConnectionLimits(2, 0, 0));
		Place one = (Place) places.take(null, null);
		places.take(null, null);

		assertThat(places.take(null, null)).isEqualTo(Full.TOTAL);
		one.giveBack();
		assertThat(places.take(null, null)).isInstanceOf(Place.class);
		assertThat(places.take(null, null)).isEqualTo(Full.TOTAL);
	}

	@Test
	void placeIsGivenBackOnce() {
		Places places = new Places(new ConnectionLimits(5, 0, 0));
		places.take(null, null);
		Place place = (Place) places.take(null, null);
		assertThat(place.keep()).isTrue();

		place.giveBack();
		place.giveBack();
		place.giveUp();

		assertThat(places.size()).isOne();
	}

	@Test
	void placeThatIsKeptOutlivesTheHandshake() {
		Places places = new Places(new ConnectionLimits(5, 0, 0));
		Place place = (Place) places.take(null, null);

		assertThat(place.keep()).isTrue();
		place.giveUp();
		assertThat(places.size()).isOne();
		place.giveBack();
		assertThat(places.size()).isZero();
	}

	@Test
	void placeThatWasGivenUpCannotBeKept() {
		Places places = new Places(new ConnectionLimits(5, 0, 0));
		Place place = (Place) places.take(null, null);

		place.giveUp();

		assertThat(place.keep()).isFalse();
		place.giveBack();
		assertThat(places.size()).isZero();
	}

	// OP-16
	@Test
	void usersAreCountedByName() {
		Places places = new Places(new ConnectionLimits(0, 1, 0));
		Place place = (Place) places.take("ada", null);

		assertThat(places.take("ada", null)).isEqualTo(Full.USER);
		assertThat(places.take("bob", null)).isInstanceOf(Place.class);
		place.giveBack();
		assertThat(places.take("ada", null)).isInstanceOf(Place.class);
	}

	@Test
	void thoseWithoutNameOrAddressAreNotCountedForThem() {
		Places places = new Places(new ConnectionLimits(0, 1, 1));

		for (int i = 0; i < 10; i++) {
			assertThat(places.take(null, null)).isInstanceOf(Place.class);
		}
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1, true", "192.0.2.1, 192.0.2.2, false", "192.0.2.1, ::ffff:192.0.2.1, true",
			"2001:db8::1, 2001:db8::ffff:1, true", "2001:db8:0:1::1, 2001:db8:0:2::1, false" })
	void networksOfIpv6AreCountedAsOneAddress(String one, String other, boolean same) throws Exception {
		Places places = new Places(new ConnectionLimits(0, 0, 1));
		places.take(null, address(one));

		assertThat(places.take(null, address(other)) == Full.ADDRESS).isEqualTo(same);
	}

	@Test
	void whoIsRefusedTakesNoPlace() throws Exception {
		Places places = new Places(new ConnectionLimits(2, 1, 2));
		places.take("ada", address("192.0.2.1"));

		for (int i = 0; i < 5; i++) {
			assertThat(places.take("ada", address("192.0.2.1"))).isEqualTo(Full.USER);
		}
		assertThat(places.take("bob", address("192.0.2.1"))).isInstanceOf(Place.class);
		for (int i = 0; i < 5; i++) {
			assertThat(places.take("eve", address("192.0.2." + (2 + i)))).isEqualTo(Full.TOTAL);
		}
		assertThat(places.size()).isEqualTo(2);
		assertThat(places.remembered()).isEqualTo(3);
	}

	@Test
	void nobodyIsRememberedWithoutConnections() throws Exception {
		Places places = new Places(new ConnectionLimits(0, 10, 10));
		List<Place> taken = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			taken.add((Place) places.take("user" + i / 2, address("192.0.2." + i)));
		}
		assertThat(places.remembered()).isEqualTo(150);

		taken.forEach(Place::giveUp);

		assertThat(places.remembered()).isZero();
		assertThat(places.size()).isZero();
	}

	@Test
	void noPlaceIsLostOrInventedByManyThreads() throws Exception {
		Places places = new Places(new ConnectionLimits(6, 3, 3));
		InetAddress[] addresses = { address("192.0.2.1"), address("192.0.2.2"), address("2001:db8::1") };
		AtomicInteger most = new AtomicInteger();
		AtomicInteger served = new AtomicInteger();
		CountDownLatch done = new CountDownLatch(4);
		for (int t = 0; t < 4; t++) {
			new Thread(() -> {
				ThreadLocalRandom random = ThreadLocalRandom.current();
				for (int i = 0; i < 20_000; i++) {
					List<Place> held = new ArrayList<>();
					for (int j = 0; j < 3; j++) {
						PlaceOutcome outcome = places.take("user" + random.nextInt(3), addresses[random.nextInt(3)]);
						if (outcome instanceof Place place) {
							served.incrementAndGet();
							held.add(place);
						}
					}
					most.accumulateAndGet(places.size(), Math::max);
					held.forEach((place) -> {
						place.keep();
						place.giveBack();
						place.giveUp();
					});
				}
				done.countDown();
			}).start();
		}

		assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
		assertThat(places.size()).isZero();
		assertThat(places.remembered()).isZero();
		assertThat(most.get()).isBetween(1, 6);
		assertThat(served.get()).isGreaterThan(20_000);
	}

	private static InetAddress address(String literal) throws UnknownHostException {
		return InetAddress.getByName(literal);
	}

}
