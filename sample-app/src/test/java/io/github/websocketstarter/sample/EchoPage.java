package io.github.websocketstarter.sample;

import java.time.Duration;
import java.util.List;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page as its user knows it.
 */
final class EchoPage {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration POLL = Duration.ofMillis(50);

	private final ChromeDriver browser;

	EchoPage(ChromeDriver browser, String address) {
		this.browser = browser;
		browser.get(address);
	}

	WebElement field(String id) {
		return this.browser.findElement(By.id(id));
	}

	void fill(String id, String text) {
		field(id).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, text);
	}

	void choose(String example) {
		new Select(field("example")).selectByValue(example);
	}

	void click(String id) {
		field(id).click();
	}

	void clickLabel(String text) {
		this.browser.findElement(By.xpath("//label[normalize-space()='" + text + "']")).click();
	}

	/**
	 * Connect to what the fields say, and wait until the socket is open.
	 */
	void connect() {
		click("connect-button");
		awaitState("Open");
	}

	void awaitState(String state) {
		await(() -> assertThat(field("state").getText()).isEqualTo(state));
	}

	/**
	 * Wait for the text of an element to match.
	 */
	String awaitText(String id, String pattern) {
		await(() -> assertThat(field(id).getText()).matches(pattern));
		return field(id).getText();
	}

	/**
	 * Wait for the log to have these entries, without their times, as its last ones.
	 */
	void awaitLog(String... last) {
		await(() -> assertThat(log()).endsWith(last));
	}

	/**
	 * Return the log as it is at one moment, without the times.
	 */
	List<String> log() {
		return texts("#entries li", "(entry) => ['direction', 'type', 'data']"
				+ ".map((name) => entry.querySelector('.' + name).textContent).join(' | ')");
	}

	List<String> times() {
		return texts("#entries time", "(time) => time.textContent");
	}

	private List<String> texts(String selector, String function) {
		Object texts = this.browser
			.executeScript("return Array.from(document.querySelectorAll('" + selector + "'), " + function + ")");
		return ((List<?>) texts).stream().map(String::valueOf).toList();
	}

	/**
	 * Return the ids of the named elements that can be used.
	 */
	List<String> enabled(String... ids) {
		return List.of(ids).stream().filter((id) -> field(id).isEnabled()).toList();
	}

	String focused() {
		return this.browser.switchTo().activeElement().getDomProperty("id");
	}

	/**
	 * Type into what has the focus.
	 */
	void press(CharSequence... keys) {
		this.browser.switchTo().activeElement().sendKeys(keys);
	}

	private void await(Runnable assertion) {
		new WebDriverWait(this.browser, TIMEOUT, POLL).ignoring(AssertionError.class).until((browser) -> {
			assertion.run();
			return true;
		});
	}

}
