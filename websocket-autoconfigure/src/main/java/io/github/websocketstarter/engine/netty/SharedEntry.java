package io.github.websocketstarter.engine.netty;

/**
 * A message for many that waits for one of them.
 *
 * @param message the message, of which the entry owns one reference
 */
record SharedEntry(SharedMessage message) implements Backlog.Entry {

	@Override
	public int cost() {
		return this.message.size() + Backlog.ENTRY_COST;
	}

	@Override
	public boolean isDroppable() {
		return true;
	}

	@Override
	public void failed(Throwable cause) {
		this.message.release();
	}

}
