package io.github.websocketstarter.broadcast;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.websocketstarter.WebSocketConnection;
import io.github.websocketstarter.engine.Fanout;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * OP-12: who gets messages is found out once, and again when it has changed.
 */
class RosterTests {

	private final Roster roster = new Roster(ConcurrentHashMap.newKeySet());

	private final Recorder fanout = new Recorder();

	private Member add(String id, @Nullable String subProtocol) {
		WebSocketConnection connection = mock(WebSocketConnection.class);
		given(connection.getId()).willReturn(id);
		given(connection.subProtocol()).willReturn(subProtocol);
		Member member = new Member(connection);
		this.roster.members().add(member);
		this.roster.changed();
		return member;
	}

	private void add(int count) {
		for (int i = 0; i < count; i++) {
			add("c" + i, null);
		}
	}

	private Map<String, Fanout.Recipients> recipients() {
		return this.roster.recipients(this.fanout);
	}

	private static int count(Map<String, Fanout.Recipients> recipients) {
		return recipients.values().stream().mapToInt((each) -> ((Recorder.Arranged) each).connections().size()).sum();
	}

	@Test
	void manyAreArrangedOnceForAllMessages() {
		add(100);

		assertThat(count(recipients())).isEqualTo(100);
		assertThat(recipients()).isSameAs(recipients());
		assertThat(this.fanout.calls).isOne();
	}

	@Test
	void fewAreArrangedForEachMessage() {
		add(3);

		assertThat(count(recipients())).isEqualTo(3);
		assertThat(count(recipients())).isEqualTo(3);
		assertThat(this.fanout.calls).isEqualTo(2);
	}

	@Test
	void whoComesOrGoesChangesThem() {
		add(100);
		assertThat(count(recipients())).isEqualTo(100);
		Member one = add("one", null);
		assertThat(count(recipients())).isEqualTo(101);

		this.roster.members().remove(one);
		this.roster.changed();

		assertThat(count(recipients())).isEqualTo(100);
	}

	@Test
	void whoComesMeanwhileIsNotMissed() {
		add(100);
		this.fanout.meanwhile = (connections) -> {
			this.fanout.meanwhile = (next) -> {
			};
			add("late", null);
		};

		assertThat(count(recipients())).isEqualTo(100);
		assertThat(count(recipients())).isEqualTo(101);
	}

	@Test
	void exceptionsAreLeftOutAndNotRemembered() {
		add(100);

		assertThat(count(this.roster.recipients(this.fanout, Set.of("c7", "unknown")))).isEqualTo(99);
		assertThat(count(recipients())).isEqualTo(100);
	}

	@Test
	void subProtocolsAreKeptApart() {
		add("one", "v1");
		add("two", "v2");
		add("none", null);

		assertThat(recipients()).containsOnlyKeys("v1", "v2", Encoding.NONE);
		assertThat(this.roster.recipients(this.fanout, Set.of("two"))).containsOnlyKeys("v1", Encoding.NONE);
	}

	private static final class Recorder implements Fanout {

		private int calls;

		private Consumer<Collection<? extends WebSocketConnection>> meanwhile = (connections) -> {
		};

		@Override
		public Recipients recipients(Collection<? extends WebSocketConnection> connections) {
			this.calls++;
			Arranged arranged = new Arranged(new ArrayList<>(connections));
			this.meanwhile.accept(connections);
			return arranged;
		}

		@Override
		public void send(Message message, Collection<? extends Recipients> to, Outcome outcome) {
			throw new UnsupportedOperationException();
		}

		record Arranged(List<WebSocketConnection> connections) implements Recipients {

		}

	}

}
