from tests.engine.components.recorder import explained, lowered


def test_a_deployment_handles_no_requests() -> None:
    assert lowered("deployment") == {"builds": {}}


def test_a_deployment_says_how_it_went() -> None:
    def said(**told: object) -> list[str]:
        return explained("deployment", {"controller": told})

    assert said(state="waiting") == ["it had nothing to bring."]
    assert said(state="finished", is_bad=False) == ["it is finished; the build is good."]
    assert said(state="rolled back", is_bad=False, is_false_abort=True) == ["it gave up on a build that was good."]
    assert said(state="finished", is_bad=True, exposed=1_200) == [
        "it is finished and did not see that its build is bad: 1,200 requests met the bad build."
    ]
    assert said(state="rolled back", is_bad=True, exposed=90, detected_s=120.0) == [
        "it saw after 120.0 s that its build is bad; 90 requests met the bad build."
    ]
