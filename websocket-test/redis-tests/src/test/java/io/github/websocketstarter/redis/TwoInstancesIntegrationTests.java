package io.github.websocketstarter.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.broadcast.Audience;
import io.github.websocketstarter.broadcast.GroupMember;
import io.github.websocketstarter.broadcast.Presence;
import io.github.websocketstarter.test.WebSocketTestConnection;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for sending between two instances of an application.
 */
@Testcontainers(disabledWithoutDocker = true)
class TwoInstancesIntegrationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@Container
	private static final Redis redis = new Redis();

	private static Node here;

	private static Node there;

	/** In the blue room. */
	private final List<WebSocketTestConnection> blue = new ArrayList<>();

	/** Everywhere else. */
	private final List<WebSocketTestConnection> rest = new ArrayList<>();

	@BeforeAll
	static void start() {
		here = new Node(redis);
		there = new Node(redis);
		await().until(() -> here.isConnected() && there.isConnected());
	}

	@AfterAll
	static void stop() {
		Stream.of(here, there).forEach(Node::close);
	}

	@BeforeEach
	void open() {
		for (Node node : List.of(here, there)) {
			this.blue.add(node.open("/rooms/blue", "ada"));
			this.blue.add(node.open("/rooms/blue", "bob"));
			this.rest.add(node.open("/rooms/red", "bob"));
			this.rest.add(node.open("/others", "bob"));
		}
		await().until(() -> here.connections.count() == 4 && there.connections.count() == 4
				&& here.groups.names().size() == 2 && there.groups.names().size() == 2);
	}

	@AfterEach
	void close() {
		here.closeClients();
		there.closeClients();
		await().until(() -> here.connections.count() + there.connections.count() == 0);
	}

	@Test
	void allConnectionsOfBothGetABroadcastOnce() {
		here.send(here.connections.all(), "from here");
		there.send(there.connections.all(), "from there");

		for (WebSocketTestConnection connection : all()) {
			assertThat(List.of(connection.next(String.class), connection.next(String.class)))
				.containsExactlyInAnyOrder("from here", "from there");
		}
		assertNothingElseCame();
	}

	@Test
	void membersOfAGroupOnBothGetItsMessages() {
		here.send(here.groups.group("blue"), "blue");

		assertThat(this.blue).allSatisfy((connection) -> assertThat(connection.next(String.class)).isEqualTo("blue"));
		assertNothingElseCame();
	}

	@Test
	void groupWithoutMembersHereReachesThoseThere() {
		WebSocketTestConnection green = there.open("/rooms/green", "ada");
		await().until(() -> there.groups.names().contains("green"));

		here.send(here.groups.group("green"), "green");

		assertThat(green.next(String.class)).isEqualTo("green");
	}

	@Test
	void userIsReachedOnBoth() {
		there.send(there.connections.user("ada"), "ada");

		assertThat(List.of(this.blue.get(0), this.blue.get(2)))
			.allSatisfy((connection) -> assertThat(connection.next(String.class)).isEqualTo("ada"));
		assertNothingElseCame();
	}

	@Test
	void endpointIsReachedOnBoth() {
		here.send(here.connections.endpoint("others"), "others");

		assertThat(List.of(this.rest.get(1), this.rest.get(3)))
			.allSatisfy((connection) -> assertThat(connection.next(String.class)).isEqualTo("others"));
		assertNothingElseCame();
	}

	@Test
	void exceptionsHoldOnBoth() {
		Audience group = here.groups.group("blue");
		WebSocketConnection[] adas = Stream.of(here, there)
			.flatMap((node) -> node.connections.user("ada").connections().stream())
			.toArray(WebSocketConnection[]::new);
		assertThat(adas).hasSize(2);

		here.send(group.except(adas), "not for ada");

		assertThat(List.of(this.blue.get(1), this.blue.get(3)))
			.allSatisfy((connection) -> assertThat(connection.next(String.class)).isEqualTo("not for ada"));
		assertNothingElseCame();
	}

	@Test
	void binaryMessagesAndObjectsArriveAsTheyWereSent() {
		here.send(here.groups.group("blue"), new byte[] { 1, 2, 3 });
		here.send(here.groups.group("blue"), new Price("acme", 42));

		for (WebSocketTestConnection connection : this.blue) {
			assertThat(connection.next(byte[].class)).containsExactly(1, 2, 3);
			assertThat(connection.next(Price.class)).isEqualTo(new Price("acme", 42));
		}
	}

	@Test
	void messagesOfOneSenderKeepTheirOrder() {
		for (int i = 0; i < 200; i++) {
			here.send(here.groups.group("blue"), String.valueOf(i));
		}

		for (WebSocketTestConnection connection : this.blue) {
			for (int i = 0; i < 200; i++) {
				assertThat(connection.next(String.class)).isEqualTo(String.valueOf(i));
			}
		}
	}

	@Test
	void presenceHasTheMembersOfBoth() {
		Presence presence = here.groups.members("blue").block(TIMEOUT);

		assertThat(presence.members()).extracting(GroupMember::user)
			.containsExactlyInAnyOrder("ada", "ada", "bob", "bob");
		assertThat(presence.members()).extracting(GroupMember::connectionId).doesNotHaveDuplicates();
		assertThat(presence.complete()).isTrue();
	}

	@Test
	void memberThatHasGoneIsNotPresent() {
		this.blue.get(2).reset();

		await().until(() -> here.groups.members("blue").block(TIMEOUT).members().size() == 3);
	}

	/** Each connection gets one more message, which comes behind what is on its way. */
	private void assertNothingElseCame() {
		here.send(here.connections.all(), "end of here");
		there.send(there.connections.all(), "end of there");
		for (WebSocketTestConnection connection : all()) {
			assertThat(List.of(connection.next(String.class), connection.next(String.class)))
				.containsExactlyInAnyOrder("end of here", "end of there");
		}
	}

	private List<WebSocketTestConnection> all() {
		return Stream.of(this.blue, this.rest).flatMap(List::stream).toList();
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(50));
	}

	record Price(String share, int cents) {
	}

}
