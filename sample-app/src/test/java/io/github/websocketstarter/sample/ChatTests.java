package io.github.websocketstarter.sample;

import java.time.Duration;

import io.github.websocketstarter.test.HttpAnswer;
import io.github.websocketstarter.test.HttpRequest;
import io.github.websocketstarter.test.RawConnection;
import io.github.websocketstarter.test.RawWebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ChatTests {

	private static final int MANY = 4000;

	private static final Duration LONG = Duration.ofSeconds(60);

	@LocalServerPort
	private int port;

	@Test
	void membersHearWhoComesWhatIsSaidAndWhoGoes() throws Exception {
		JdkClient ada = join("lobby", "Ada");
		assertThat(ada.next()).isEqualTo(moved("joined", "Ada", "Ada"));
		JdkClient bob = join("lobby", "Bob");
		assertThat(ada.next()).isEqualTo(moved("joined", "Bob", "Ada", "Bob"));
		assertThat(bob.next()).isEqualTo(moved("joined", "Bob", "Ada", "Bob"));

		ada.sendText("{\"text\":\"grüß dich\"}");
		assertThat(ada.next()).isEqualTo(said("Ada", "grüß dich"));
		assertThat(bob.next()).isEqualTo(said("Ada", "grüß dich"));

		ada.close(1000, "");
		assertThat(bob.next()).isEqualTo(moved("left", "Ada", "Bob"));
		bob.socket().abort();
	}

	@Test
	void memberWhoVanishesHasLeft() throws Exception {
		JdkClient ada = join("vanishing", "Ada");
		assertThat(ada.next()).isEqualTo(moved("joined", "Ada", "Ada"));
		JdkClient bob = join("vanishing", "Bob");
		assertThat(ada.next()).isEqualTo(moved("joined", "Bob", "Ada", "Bob"));

		bob.socket().abort();

		assertThat(ada.next()).isEqualTo(moved("left", "Bob", "Ada"));
		ada.socket().abort();
	}

	@Test
	void roomsHearNothingOfEachOther() throws Exception {
		JdkClient ada = join("one", "Ada");
		assertThat(ada.next()).isEqualTo(moved("joined", "Ada", "Ada"));
		JdkClient bob = join("other", "Bob");
		assertThat(bob.next()).isEqualTo(moved("joined", "Bob", "Bob"));

		bob.sendText("{\"text\":\"hello\"}");
		assertThat(bob.next()).isEqualTo(said("Bob", "hello"));
		ada.sendText("{\"text\":\"nobody here\"}");

		assertThat(ada.next()).isEqualTo(said("Ada", "nobody here"));
		ada.socket().abort();
		bob.socket().abort();
	}

	@Test
	void mistakesAreExplainedToTheMemberWhoStays() throws Exception {
		JdkClient ada = join("mistakes", "Ada");
		assertThat(ada.next()).isEqualTo(moved("joined", "Ada", "Ada"));

		ada.sendText("{\"text\":\"" + "x".repeat(501) + "\"}");
		assertThat(ada.next()).isEqualTo("text {\"error\":\"'text' size must be between 0 and 500\"}");
		ada.sendText("{\"text\":\" \"}");
		assertThat(ada.next()).isEqualTo("text {\"error\":\"'text' must not be blank\"}");
		ada.sendText("hello");
		assertThat(ada.next()).isEqualTo("text {\"error\":\"This is not the JSON that is expected here\"}");

		ada.sendText("{\"text\":\"hello\"}");
		assertThat(ada.next()).isEqualTo(said("Ada", "hello"));
		ada.socket().abort();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/rooms/lobby", "/rooms/lobby?name=", "/rooms/lobby?name=%3Cb%3E",
			"/rooms/lobby?name=abcdefghijklmnopqrstu" })
	void strangersAreRefusedBeforeTheUpgrade(String target) {
		HttpAnswer answer = ask(target);

		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/rooms/Lobby?name=Ada", "/rooms/abcdefghijklmnopqrstu?name=Ada", "/rooms/?name=Ada" })
	void namesOfRoomsAreBounded(String target) {
		assertThat(ask(target).status()).isEqualTo(404);
	}

	@Test
	void memberWhoDoesNotReadHoldsUpNobodyAndMissesTheOldest() throws Exception {
		RawConnection small = RawConnection.builder().receiveBuffer(8192).timeout(LONG).connect("localhost", this.port);
		try (RawWebSocketClient slow = small.upgrade(HttpRequest.upgrade("/rooms/busy?name=Slow"))) {
			assertThat(slow.readMessage().text()).isEqualTo(move("joined", "Slow", "Slow"));
			JdkClient bob = join("busy", "Bob");
			assertThat(bob.next()).isEqualTo(moved("joined", "Bob", "Bob", "Slow"));

			// More than the buffers between here and there hold.
			String last = "";
			for (int i = 0; i < MANY; i++) {
				last = i + "€".repeat(490);
				bob.sendText("{\"text\":\"" + last + "\"}");
				assertThat(bob.next()).isEqualTo(said("Bob", last));
			}

			int heard = 1;
			slow.expectText(move("joined", "Bob", "Bob", "Slow"));
			while (!slow.readMessage().text().equals(remark("Bob", last))) {
				heard++;
			}
			assertThat(heard).isBetween(100, MANY - 100);
			bob.socket().abort();
		}
	}

	private JdkClient join(String room, String name) throws Exception {
		return JdkClient.open(this.port, "/rooms/" + room + "?name=" + name);
	}

	private HttpAnswer ask(String target) {
		try (RawConnection connection = RawConnection.connect("localhost", this.port)) {
			return connection.exchange(HttpRequest.upgrade(target));
		}
	}

	private static String moved(String event, String name, String... present) {
		return "text " + move(event, name, present);
	}

	private static String move(String event, String name, String... present) {
		return "{\"event\":\"%s\",\"name\":\"%s\",\"present\":[\"%s\"]}".formatted(event, name,
				String.join("\",\"", present));
	}

	private static String said(String name, String text) {
		return "text " + remark(name, text);
	}

	private static String remark(String name, String text) {
		return "{\"event\":\"said\",\"name\":\"%s\",\"text\":\"%s\"}".formatted(name, text);
	}

}
