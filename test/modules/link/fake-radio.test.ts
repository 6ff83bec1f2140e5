import { FakeRadio } from "../../support/fake-radio";
import { testLinkContract } from "./link-contract";

testLinkContract("fake radio", () => {
	const radio = new FakeRadio();
	return {
		first: radio.link(1),
		second: radio.link(2),
		firstAddress: 1,
		secondAddress: 2,
		absentAddress: 3,
		settle: () => radio.settle(),
		close: () => {},
	};
});
